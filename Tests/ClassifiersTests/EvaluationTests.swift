import QuernBytes
import TestSupport
import Testing

@testable import QuernClassifiers

@Suite struct EvaluationTests {
  @Test func areaEqualsTheShareOfOrderedPairs() {
    var random = RandomGenerator(seed: 11)
    for _ in 0..<50 {
      var evaluation = ClassifierEvaluation()
      let examples = (0..<(2 + random.next(below: 60))).map { _ in
        (score: Float(random.next(below: 8)) / 8, isPositive: random.next(below: 2) == 0)
      }
      for example in examples { evaluation.add(known: [], predicted: nil, score: example) }
      let positives = examples.filter(\.isPositive)
      let others = examples.filter { !$0.isPositive }
      guard !positives.isEmpty && !others.isEmpty else {
        #expect(evaluation.auc == nil && evaluation.cuts.isEmpty)
        continue
      }
      var wins = 0.0
      for positive in positives {
        for other in others { wins += positive.score > other.score ? 1 : positive.score == other.score ? 0.5 : 0 }
      }
      #expect(abs((evaluation.auc ?? 0) - wins / Double(positives.count * others.count)) < 1e-12)
      for cut in evaluation.cuts {
        let taken = examples.filter { $0.score >= cut.threshold }
        let found = taken.filter(\.isPositive).count
        #expect(cut.precision == Double(found) / Double(taken.count))
        #expect(cut.recall == Double(found) / Double(positives.count))
        #expect(cut.falsePositives == Double(taken.count - found) / Double(others.count))
      }
    }
  }

  @Test func theMeanIsTakenInTheOrderOfTheNames() {
    // A dictionary has another order in each run, and sums of floating-point numbers depend on theirs.
    for round in 0..<20 {
      var evaluation = ClassifierEvaluation()
      for label in 0..<60 {
        for example in 0..<3 + (label * 7 + round) % 23 {
          let isRight = example % 3 != 0
          evaluation.add(known: ["l\(label)"], predicted: "l\(isRight ? label : (label + round + 1) % 60)")
        }
      }
      var sum = 0.0
      for name in evaluation.labels.keys.sorted() { sum += evaluation.labels[name]?.f1 ?? 0 }
      #expect(evaluation.macroF1 == sum / 60)
    }
  }

  @Test func figuresByLabel() {
    var evaluation = ClassifierEvaluation()
    evaluation.add(known: ["a"], predicted: "a")
    evaluation.add(known: ["a"], predicted: "b")
    evaluation.add(known: ["b", "c"], predicted: "c")
    evaluation.add(known: ["b"], predicted: nil)
    #expect(evaluation.examples == 4 && evaluation.accuracy == 0.5)
    #expect(evaluation.labels["a"] == ClassifierEvaluation.LabelFigures(found: 1, wrong: 0, missed: 1))
    #expect(evaluation.labels["b"] == ClassifierEvaluation.LabelFigures(found: 0, wrong: 1, missed: 2))
    #expect(evaluation.labels["c"]?.precision == 1)
    #expect(ClassifierEvaluation().accuracy == 0)
  }

  @Test func adviceReachesWhatItPromises() {
    var evaluation = ClassifierEvaluation()
    for rank in 0..<100 {
      evaluation.add(known: [], predicted: nil, score: (Float(rank) / 100, rank >= 50 && rank % 10 != 0))
    }
    let advice = evaluation.advice(precisions: [0.9, 1])
    #expect(advice.map(\.reason) == ["best F1", "precision 0.9", "precision 1.0"])
    #expect(advice[1].cut.precision >= 0.9 && advice[2].cut.precision == 1)
  }
}
