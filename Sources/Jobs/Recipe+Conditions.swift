extension RecipeReader {
  /// Reads `drop_if`: one condition, or a table of them by name.
  mutating func conditions(_ node: RecipeNode) -> [RecipeCondition] {
    guard case .table(let members) = node.value else {
      return condition(node, id: "drop_if").map { [$0] } ?? []
    }
    var conditions: [RecipeCondition] = []
    for member in members {
      guard !member.key.isEmpty, member.key.utf8.allSatisfy(RecipeInput.isNameByte) else {
        report(member.place, "the name '\(member.key)' may hold only letters, digits, '.', '_' and '-'")
        continue
      }
      if let condition = condition(member.value, id: "drop_if.\(member.key)") { conditions.append(condition) }
    }
    return conditions
  }

  private mutating func condition(_ node: RecipeNode, id: String) -> RecipeCondition? {
    guard let text = text(node, id) else { return nil }
    if let mistake = vocabulary?.conditionMistake(text) {
      report(node.place, "\(id): \(mistake)")
      return nil
    }
    return RecipeCondition(id: id, text: text)
  }
}
