/// A place in a recipe.
///
/// Lines and columns start at 1; a column counts Unicode scalars.
public struct RecipePlace: Hashable, Comparable, Sendable {
  /// The line, from 1.
  public var line: Int
  /// The Unicode scalar in the line, from 1.
  public var column: Int

  /// The place at `line` and `column`.
  public init(line: Int, column: Int) {
    self.line = line
    self.column = column
  }

  /// Whether `left` comes earlier in the text.
  public static func < (left: RecipePlace, right: RecipePlace) -> Bool {
    (left.line, left.column) < (right.line, right.column)
  }
}

/// One thing that is wrong with a recipe.
public struct RecipeIssue: Equatable, Sendable {
  /// Where it stands.
  public var place: RecipePlace
  /// What is wrong.
  public var message: String
  /// What to do about it, where that is known.
  public var hint: String?

  /// An issue at `place`.
  public init(place: RecipePlace, message: String, hint: String? = nil) {
    self.place = place
    self.message = message
    self.hint = hint
  }
}

/// Everything that is wrong with a recipe, in the order of the places.
public struct RecipeError: Error, Equatable, Sendable, CustomStringConvertible {
  /// The recipe's path as it was given.
  public var path: String
  /// At least one.
  public var issues: [RecipeIssue]

  /// The error of a recipe with these issues, which are put in order.
  public init(path: String, issues: [RecipeIssue]) {
    self.path = path
    self.issues = issues.sorted { $0.place < $1.place }
  }

  /// One line an issue: `PATH:LINE:COLUMN: what; hint`.
  public var description: String {
    issues.map { issue in
      let hint = issue.hint.map { "; \($0)" } ?? ""
      return "\(path):\(issue.place.line):\(issue.place.column): \(issue.message)\(hint)"
    }.joined(separator: "\n")
  }
}
