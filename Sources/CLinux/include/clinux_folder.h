#pragma once

// Tells the file system that the folders below this one have nothing to do with each other (`chattr +T`), so that each
// gets a part of the disk of its own. ext2 to ext4 know it. 0, or -1 with errno.
int clinux_spread_folders(const char *path);
