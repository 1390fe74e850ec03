import QuernBytes
import QuernJSON
import QuernText

extension CleaningPlan {
  /// Counts up when the same rules would measure or decide otherwise.
  static let semanticsVersion = 1

  /// Writes everything that decides verdicts as one JSON object, always in the same bytes: work done under one of them
  /// is worth nothing under another.
  public func semantics(into writer: inout JSONWriter) {
    writer.beginObject()
    writer.key("version")
    writer.number(CleaningPlan.semanticsVersion)
    writer.key("icu")
    writer.string(ICUVersion.library)
    writer.key("unicode")
    writer.string(ICUVersion.unicode)
    writer.key("signals")
    writer.string(signals.rawValue)
    writer.key("stop_words")
    writer.string(StopWords.shared.hash.hex)
    writer.key("lexicon")
    if let lexicon { writer.string(lexicon.hash.hex) } else { writer.null() }
    writer.key("routes")
    writer.beginArray()
    for route in routes { write(route, into: &writer) }
    writer.endArray()
    writer.endObject()
  }

  private func write(_ compiled: CompiledRoute, into writer: inout JSONWriter) {
    writer.beginObject()
    writer.key("source")
    writer.string(compiled.route.source)
    writer.key("profiles")
    writer.beginArray()
    for profile in compiled.profiles {
      writer.beginObject()
      writer.key("name")
      writer.string(profile.name)
      writer.key("version")
      writer.number(profile.version)
      writer.endObject()
    }
    writer.endArray()
    writer.key("normalization")
    writer.string(compiled.normalizer.form.rawValue)
    writer.key("rules")
    writer.beginArray()
    for rule in compiled.rules { write(rule, into: &writer) }
    writer.endArray()
    writer.endObject()
  }

  private func write(_ rule: CompiledRule, into writer: inout JSONWriter) {
    writer.beginObject()
    writer.key("id")
    writer.string(rule.id)
    writer.key("bounds")
    writer.beginArray()
    for bound in rule.bounds {
      writer.beginObject()
      writer.key("parameter")
      writer.string(bound.parameter)
      writer.key("signal")
      writer.string(bound.signal.rawValue)
      writer.key("comparison")
      writer.string(bound.comparison.rawValue)
      writer.key("value")
      writer.number(bound.value)
      writer.endObject()
    }
    writer.endArray()
    writer.endObject()
  }
}
