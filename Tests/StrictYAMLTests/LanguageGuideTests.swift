import StrictYAML
import Testing

/// How a guide is printed, whatever it teaches.
@Suite struct LanguageGuideTests {
    private enum Place { case file }
    private static let guide = LanguageGuide<Place>(
        of: "soup", by: "cook",
        chapters: [
            .init(
                "water", "What is in it",
                """
                One file a soup. This line is broken behind its first words, where the author's editor had no more room
                for it, and not where a terminal has none.

                A paragraph of its own.
                  kept   as it is
                """, .init(.file, "salt: yes\n\npepper: no"), after: "That is all."),
            .init("spoon", "How it is eaten", "Slowly."),
        ])

    @Test func proseIsFilledToATerminalAndExamplesAreIndented() throws {
        #expect(
            try #require(Self.guide.text(of: "water")) == """
                WHAT IS IN IT  (water)

                One file a soup. This line is broken behind its first words, where the author's
                editor had no more room for it, and not where a terminal has none.

                A paragraph of its own.
                  kept   as it is

                    salt: yes

                    pepper: no

                That is all.

                """)
    }

    @Test func theWholeEndsWithItsChapters() throws {
        let text = try #require(Self.guide.text())
        #expect(text.hasPrefix("WHAT IS IN IT  (water)\n\nOne file"))
        #expect(
            text.hasSuffix(
                """
                That is all.

                HOW IT IS EATEN  (spoon)

                Slowly.

                One of these alone: cook help soup CHAPTER

                  water  What is in it
                  spoon  How it is eaten

                """))
        #expect(Self.guide.text(of: "fork") == nil)
    }
}
