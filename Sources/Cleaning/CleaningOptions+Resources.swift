extension CleaningOptions {
  /// What the routes need beside texts, whether it is there or not.
  ///
  /// Names that do not exist need nothing; ``CleaningPlan`` reports them.
  public var neededResources: Set<CleaningResource> {
    var needed: Set<CleaningResource> = []
    var steps = routes.flatMap(\.profiles).compactMap(Profile.named).flatMap(\.steps) + routes.flatMap(\.steps)
    if let language { steps.append(language.step(with: nil)) }
    if routes.contains(where: { $0.languages != nil }) { steps.append(LanguageRequirements().step(with: nil)) }
    steps += toxicity.firstSteps + toxicity.lastSteps
    for step in steps {
      if let resource = step.edit?.resource { needed.insert(resource) }
      for tag in step.tags { if let resource = tag.traits.resource { needed.insert(resource) } }
      for rule in step.rules.compactMap({ RuleCatalogue.rule($0.id) }) {
        let signals = rule.bounds.map(\.signal) + [rule.labelled].compactMap { $0 }
        for signal in signals { if let resource = signal.measurement.traits.resource { needed.insert(resource) } }
      }
    }
    for signal in userRules.flatMap(\.condition.signals) {
      if let resource = signal.measurement.traits.resource { needed.insert(resource) }
    }
    return needed
  }
}
