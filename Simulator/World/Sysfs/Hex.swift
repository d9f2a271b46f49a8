/// Numbers of fixed width, as sysfs and udev print them.
enum Hex {
    static func lower(_ value: some BinaryInteger, _ width: Int) -> String { pad(String(value, radix: 16), width) }
    static func upper(_ value: some BinaryInteger, _ width: Int) -> String {
        pad(String(value, radix: 16, uppercase: true), width)
    }
    static func decimal(_ value: Int, _ width: Int) -> String { pad(String(value), width) }
    private static func pad(_ digits: String, _ width: Int) -> String {
        String(repeating: "0", count: max(0, width - digits.utf8.count)) + digits
    }
}
