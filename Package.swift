// swift-tools-version: 6.2
// Quern: raw text in, training batches out.
//
// Targets are listed by level (see Docs/Architecture.md): a target imports only targets above it in this file.
// `make lint` holds the declared edges, every `import` line and the table in Docs/Architecture.md together.

import PackageDescription

let strict: [SwiftSetting] = [
  .treatAllWarnings(as: .error),
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("MemberImportVisibility"),
]

/// A library target `Quern<name>` in `Sources/<name>`.
func library(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
  .target(name: "Quern\(name)", dependencies: dependencies, path: "Sources/\(name)", swiftSettings: strict)
}

/// The tests of `Quern<name>` in `Tests/<name>Tests`.
func tests(_ name: String, _ dependencies: [Target.Dependency] = []) -> Target {
  .testTarget(
    name: "\(name)Tests", dependencies: [.target(name: "Quern\(name)"), "TestSupport"] + dependencies,
    path: "Tests/\(name)Tests", swiftSettings: strict)
}

let package = Package(
  name: "quern",
  products: [
    .executable(name: "quern", targets: ["quern"]),
    .library(name: "QuernStages", targets: ["QuernStages"]),
    .library(name: "QuernTokenizer", targets: ["QuernTokenizer"]),
    .library(name: "QuernShards", targets: ["QuernShards"]),
    .library(name: "QuernClassifiers", targets: ["QuernClassifiers"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
  ],
  targets: [
    // Level 0: C and C++ behind plain C headers.
    .systemLibrary(name: "CZstd", pkgConfig: "libzstd", providers: [.apt(["libzstd-dev"])]),
    .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
    .systemLibrary(name: "CXXHash", pkgConfig: "libxxhash", providers: [.apt(["libxxhash-dev"])]),
    .target(
      name: "CText",
      linkerSettings: [.linkedLibrary("icuuc"), .linkedLibrary("icui18n")]),
    .target(name: "CJSON", linkerSettings: [.linkedLibrary("simdjson")]),
    .target(name: "CKernels"),
    .target(name: "CFastText", linkerSettings: [.linkedLibrary("fasttext")]),

    // Level 1: bytes and threads.
    library("Bytes", ["CKernels", "CXXHash"]),
    library("Workers", []),

    // Level 2: files, JSON and text.
    library("Streams", ["QuernBytes", "CZstd", "CZlib"]),
    library("JSON", ["QuernBytes", "CJSON", "CKernels"]),
    library("Text", ["QuernBytes", "CText"]),

    // Level 3: documents, tokens, shards.
    library("Documents", ["QuernBytes", "QuernStreams", "QuernJSON", "CJSON"]),
    library(
      "Tokenizer", ["QuernBytes", "QuernWorkers", "QuernStreams", "QuernJSON", "QuernText", "CKernels", "CText"]),
    library("Shards", ["QuernBytes", "QuernStreams", "QuernJSON"]),
    library("Lexicons", ["QuernBytes", "QuernText", "CText"]),
    library("Classifiers", ["QuernBytes", "QuernJSON", "QuernText", "CFastText"]),
    library("PersonalData", ["QuernBytes", "QuernText", "CKernels"]),

    // Level 4: what is done to documents.
    library(
      "Cleaning",
      [
        "QuernBytes", "QuernText", "QuernJSON", "QuernStreams", "QuernClassifiers", "QuernLexicons",
        "QuernPersonalData", "CText",
      ]),
    library(
      "Dedup", ["QuernBytes", "QuernText", "QuernDocuments", "QuernStreams", "QuernJSON", "CKernels", "CText"]),

    // Level 5: recipe, plan, tasks, done-records. Foundation is allowed from here on.
    library(
      "Jobs", ["QuernBytes", "QuernJSON", "QuernStreams", "QuernWorkers", .product(name: "Yams", package: "Yams")]),

    // Level 6: one file per stage.
    library(
      "Stages",
      [
        "QuernBytes", "QuernWorkers", "QuernStreams", "QuernJSON", "QuernText", "QuernDocuments", "QuernTokenizer",
        "QuernShards", "QuernClassifiers", "QuernLexicons", "QuernPersonalData", "QuernCleaning", "QuernDedup",
        "QuernJobs",
      ]),

    // Levels 7 and 8: what people see.
    library("Reports", ["QuernBytes", "QuernJSON", "QuernJobs"]),
    library(
      "Commands",
      [
        "QuernBytes", "QuernWorkers", "QuernStreams", "QuernJSON", "QuernDocuments", "QuernText", "QuernTokenizer",
        "QuernShards", "QuernClassifiers", "QuernCleaning", "QuernDedup", "QuernJobs", "QuernStages", "QuernReports",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ]),
    .executableTarget(name: "quern", dependencies: ["QuernCommands"], path: "Sources/quern", swiftSettings: strict),

    // Links every library of levels 1 to 4; `make lint` checks with ldd that Foundation is not among them.
    .executableTarget(
      name: "foundation-free-probe",
      dependencies: [
        "QuernBytes", "QuernWorkers", "QuernStreams", "QuernJSON", "QuernText", "QuernDocuments", "QuernTokenizer",
        "QuernShards", "QuernClassifiers", "QuernPersonalData", "QuernLexicons", "QuernCleaning", "QuernDedup",
      ],
      path: "Tests/FoundationFreeProbe", swiftSettings: strict),

    // Shows how texts are cut into words, for the checks in Tests/Conformance.
    .executableTarget(
      name: "segmentation-probe", dependencies: ["QuernBytes", "QuernText"], path: "Tests/SegmentationProbe",
      swiftSettings: strict),

    // Tests.
    .target(
      name: "TestSupport", dependencies: ["QuernBytes"], path: "Tests/TestSupport",
      swiftSettings: strict),
    tests("Bytes"),
    tests("Workers", ["QuernBytes"]),
    tests("Streams", ["QuernBytes"]),
    tests("JSON", ["QuernBytes"]),
    tests("Text", ["QuernBytes", "CText"]),
    tests("Documents", ["QuernBytes", "QuernJSON", "QuernStreams"]),
    tests("Tokenizer", ["QuernBytes", "QuernJSON", "QuernStreams", "CKernels"]),
    tests("Shards", ["QuernBytes", "QuernJSON", "QuernStreams"]),
    tests("Classifiers", ["FastTextReference", "QuernBytes", "QuernStreams"]),
    .target(
      name: "FastTextReference", path: "Tests/FastTextReference", linkerSettings: [.linkedLibrary("fasttext")]),
    tests("PersonalData", ["QuernBytes", "QuernJSON", "QuernStreams", "QuernText"]),
    tests("Lexicons", ["QuernBytes", "QuernText"]),
    tests(
      "Cleaning",
      [
        "QuernBytes", "QuernClassifiers", "QuernDocuments", "QuernJSON", "QuernLexicons", "QuernPersonalData",
        "QuernStreams", "QuernText",
      ]),
    tests(
      "Dedup", ["QuernBytes", "QuernDocuments", "QuernJSON", "QuernStreams", "QuernText", "CKernels"]),
    tests("Jobs", ["QuernBytes", "QuernJSON", "QuernStreams", "QuernWorkers"]),
    tests(
      "Stages",
      [
        "QuernBytes", "QuernCleaning", "QuernDedup", "QuernDocuments", "QuernJobs", "QuernStreams", "QuernTokenizer",
        "QuernWorkers",
      ]),
    tests("Reports", ["QuernBytes", "QuernJobs"]),
    .testTarget(
      name: "CommandTests", dependencies: ["TestSupport", "QuernBytes", "QuernStreams"], path: "Tests/CommandTests",
      swiftSettings: strict),
  ],
  swiftLanguageModes: [.v6],
  cxxLanguageStandard: .cxx17
)
