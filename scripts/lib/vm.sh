# shellcheck shell=bash
# Sourced by scripts/vm-test, after common.sh: makes what a virtual machine is started from, below the build folder.
#
#   vm/deb                Debian's kernel, udev, kmod and busybox, downloaded, not installed
#   vm/kernel, vm/initrd  what boots: that kernel, and a root of those packages
#   vm/rig.img            a disk with portpool, uutsim, rawline, their libraries and the fixtures, as they are in the build folder

vm=${build_folder:?}/vm
# What the kernel is to have, besides what these need in their turn. udev loads them as they are needed.
vm_modules=(virtio_pci virtio_console virtio_blk virtio_net ext4 crc32c_generic xhci_pci usbserial ftdi_sio vhci-hcd)

# Why there can be no machine now, in a few words; nothing where there can.
vm_obstacle() {
    local program
    for program in qemu-system-x86_64 cpio mke2fs; do
        command -v "$program" >/dev/null || { echo "there is no $program" && return; }
    done
    if [ ! -e "$vm/kernel" ] && ! apt-cache show linux-image-amd64 >/dev/null 2>&1; then
        echo 'apt knows no Debian kernel'
    fi
}

# The packages to take the machine from. The kernel's name changes with each of its updates.
vm_packages() {
    local kernel
    # The full one: Debian's kernel for the cloud has no USB.
    kernel=$(apt-cache depends linux-image-amd64 | sed -n 's/^ *Depends: \(linux-image-[0-9].*\)/\1/p' | head -n 1)
    [ -n "$kernel" ] || die 'apt knows no linux-image-amd64; run apt-get update'
    printf '%s\n' "$kernel" udev kmod busybox-static
}

fetch_vm_packages() {
    local package
    mkdir -p "$vm/deb"
    for package in "$@"; do
        if compgen -G "$vm/deb/${package}_*.deb" >/dev/null; then continue; fi
        # As root apt gives its rights up for the download, and then may not write here.
        (cd "$vm/deb" && bounded 300 apt-get -qq -o APT::Sandbox::User=root download "$package")
    done
}

unpack_vm_packages() {
    local package
    rm -rf "$vm/packages"
    mkdir -p "$vm/packages"
    for package in "$@"; do dpkg -x "$vm/deb/${package}"_*.deb "$vm/packages"; done
}

# The libraries that programs need, one path a line, with the loader.
libraries_of() { ldd "$@" | sed -nE 's/^\t(.* => )?(\/[^ ]+) \(0x.*/\2/p' | sort -u; }

# kmod is several programs; which one, it takes from its name.
kmod_as() {
    local name=$1
    shift
    (exec -a "$name" "$vm/packages/bin/kmod" "$@")
}

copy_vm_modules() {
    local root=$1 packages=$vm/packages version module file
    version=$(basename "$packages"/lib/modules/*)
    kmod_as depmod -b "$packages" "$version"
    for module in "${vm_modules[@]}"; do
        kmod_as modprobe -d "$packages" -S "$version" --show-depends "$module"
    done | sed -n 's/^insmod \([^ ]*\).*/\1/p' | sort -u | while read -r file; do
        install -D -m 644 "$file" "$root${file#"$packages"}"
    done
    cp "$packages/lib/modules/$version"/modules.{builtin,builtin.modinfo,order} "$root/lib/modules/$version/"
    kmod_as depmod -b "$root" "$version"
}

# Everything that boots, from the unpacked packages.
make_vm_root() {
    local root=$vm/root packages=$vm/packages name library number=100
    rm -rf "$root"
    mkdir -p "$root"/{bin,sbin,etc/udev/rules.d,proc,sys,dev,run,tmp,rig,root,lib/udev/rules.d,usr/bin,usr/sbin,var}
    ln -s /run "$root/var/run"
    cp "$packages/bin/busybox" "$packages/bin/udevadm" "$packages/bin/kmod" "$root/bin/"
    for name in $("$packages/bin/busybox" --list); do
        case $name in
            busybox | modprobe | depmod | insmod | lsmod | rmmod | modinfo) ;;
            *) ln -s busybox "$root/bin/$name" ;;
        esac
    done
    ln -s /bin/udevadm "$root/sbin/systemd-udevd"
    for name in modprobe lsmod insmod rmmod depmod; do ln -s /bin/kmod "$root/sbin/$name"; done
    for name in 50-udev-default 60-serial 80-drivers; do
        cp "$packages/lib/udev/rules.d/$name.rules" "$root/lib/udev/rules.d/"
    done
    cp "$packages/etc/udev/udev.conf" "$root/etc/udev/"
    # The groups that udev's rules name; the service's user is in dialout, as on a rig.
    printf '%s\n' 'root:x:0:0:root:/root:/bin/sh' 'rig:x:1000:20:rig:/tmp:/bin/sh' >"$root/etc/passwd"
    {
        printf '%s\n' root:x:0: tty:x:5: dialout:x:20:rig
        for name in disk kmem input kvm render video audio sgx lp cdrom tape; do
            printf '%s:x:%s:\n' "$name" "$number"
            number=$((number + 1))
        done
    } >"$root/etc/group"
    copy_vm_modules "$root"
    libraries_of "$packages/bin/udevadm" "$packages/bin/kmod" | while read -r library; do
        mkdir -p "$root$(dirname "$library")"
        cp -L "$library" "$root$library"
    done
    install -m 755 scripts/lib/vm-init "$root/init"
    (cd "$root" && find . -print0 | cpio --null --create --format newc --quiet --owner 0:0) | gzip -1 >"$vm/initrd"
    cp "$packages"/boot/vmlinuz-* "$vm/kernel"
    rm -rf "$root"
}

# The disk with what is tested: not one byte of the programs is changed.
make_vm_disk() {
    local disk=$vm/disk library size
    rm -rf "$disk"
    mkdir -p "$disk/lib"
    cp "$(program portpool)" "$(program uutsim)" "$(program rawline)" "$disk/"
    libraries_of "$disk/portpool" "$disk/uutsim" "$disk/rawline" | while read -r library; do cp -L "$library" "$disk/lib/"; done
    cp -R Fixtures/vm "$disk/fixtures"
    cp Fixtures/bibs/*.yaml "$disk/fixtures/bibs/"
    mkdir "$disk/demo"
    cp -R Fixtures/benches Fixtures/boards "$disk/demo/"
    size=$(du -sk "$disk" | cut -f 1)
    rm -f "$vm/rig.img"
    mke2fs -q -t ext4 -O ^has_journal,^metadata_csum -E root_owner=0:0 -d "$disk" "$vm/rig.img" "$((size + size / 16 + 4096))k" >/dev/null
    rm -rf "$disk"
}

# made_from WHAT FILE... : whether WHAT was made from just these files, as they are now.
made_from() {
    local what=$1
    shift
    [ "$(cat "$vm/$what.from" 2>/dev/null)" = "$(stat -L -c '%n %s %y' "$@")" ]
}
note_made_from() {
    local what=$1
    shift
    stat -L -c '%n %s %y' "$@" >"$vm/$what.from"
}

# Makes what is missing or was made from something older.
make_vm() {
    local packages package files sources=(scripts/lib/vm.sh scripts/lib/vm-init)
    mapfile -t packages < <(vm_packages)
    fetch_vm_packages "${packages[@]}"
    for package in "${packages[@]}"; do sources+=("$vm/deb/${package}"_*.deb); done
    if ! made_from initrd "${sources[@]}"; then
        unpack_vm_packages "${packages[@]}"
        make_vm_root
        rm -rf "$vm/packages"
        note_made_from initrd "${sources[@]}"
        rm -rf "$vm/snapshots"
    fi
    mapfile -t files < <(find Fixtures/vm Fixtures/bibs Fixtures/benches Fixtures/boards -type f | sort)
    files+=("$(program portpool)" "$(program uutsim)" "$(program rawline)")
    if ! made_from rig.img "${files[@]}"; then
        make_vm_disk
        note_made_from rig.img "${files[@]}"
        rm -rf "$vm/snapshots"
    fi
}
