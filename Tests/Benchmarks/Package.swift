// swift-tools-version: 6.2
// Speed per stage on a corpus: `make bench CORPUS="FILE…"`. A package of its own, so that the tool does not build it.

import PackageDescription

let package = Package(
  name: "quern-benchmarks",
  dependencies: [.package(name: "quern", path: "../..")],
  targets: [
    .executableTarget(
      name: "quern-benchmarks", dependencies: [.product(name: "QuernStages", package: "quern")],
      path: "quern-benchmarks", swiftSettings: [.treatAllWarnings(as: .error)])
  ],
  swiftLanguageModes: [.v6]
)
