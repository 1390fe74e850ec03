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
    writer.member("version", CleaningPlan.semanticsVersion)
    writer.member("icu", ICUVersion.library)
    writer.member("unicode", ICUVersion.unicode)
    writer.member("signals", signals.rawValue)
    writer.member("stop_words", StopWords.shared.hash.hex)
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
    writer.member("source", compiled.route.source)
    writer.key("profiles")
    writer.beginArray()
    for profile in compiled.profiles {
      writer.beginObject()
      writer.member("name", profile.name)
      writer.member("version", profile.version)
      writer.endObject()
    }
    writer.endArray()
    writer.member("normalization", compiled.normalizer.form.rawValue)
    writer.key("rules")
    writer.beginArray()
    for rule in compiled.rules { write(rule, into: &writer) }
    writer.endArray()
    writer.endObject()
  }

  private func write(_ rule: CompiledRule, into writer: inout JSONWriter) {
    writer.beginObject()
    writer.member("id", rule.id)
    writer.key("bounds")
    writer.beginArray()
    for bound in rule.bounds {
      writer.beginObject()
      writer.member("parameter", bound.parameter)
      writer.member("signal", bound.signal.rawValue)
      writer.member("comparison", bound.comparison.rawValue)
      writer.member("value", bound.value)
      writer.endObject()
    }
    writer.endArray()
    writer.endObject()
  }
}
