import APIClient
import ArgumentParser
import RigModel

struct AnswerCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "answer", abstract: "Answers the question that a run asks of a person.",
        discussion: """
            portpool answer 01JD3V6T4N0000000000000000           shows what it asks
            portpool answer 01JD3V6T4N0000000000000000 SN000123  a text, or a scan
            portpool answer 01JD3V6T4N0000000000000000 --yes     or --no
            """)

    @Argument(help: "The execution's id, as `portpool executions` lists it.") var id: String
    @Argument(help: "The text that is asked for.") var text: String?
    @Flag(help: "Confirm it.") var yes = false
    @Flag(help: "Deny it.") var no = false
    @OptionGroup var service: ServiceOptions

    func validate() throws {
        if [text != nil, yes, no].count(where: { $0 }) > 1 {
            throw ValidationError("give one of: a text, --yes, --no")
        }
    }

    func run() async throws {
        let (id, text) = (ExecutionID(id), text)
        let confirmed: Bool? = yes ? true : no ? false : nil
        let question = try await service.ask { client in
            let question = try await client.execution(id).question
            guard let question, text != nil || confirmed != nil else { return question }
            try await client.answer(id, API.Answer(step: question.step, text: text, confirmed: confirmed))
            return question
        }
        guard let question else {
            Terminal.error("execution '\(id)' asks nothing now")
            throw ExitStatus.rigError
        }
        guard text != nil || confirmed != nil else { return Terminal.print(question.line) }
        Terminal.print("step '\(question.step)' of \(question.uutId) has its answer")
    }
}
