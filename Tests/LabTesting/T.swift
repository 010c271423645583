import XCTest
import LabKit
open class CheckpointCase: XCTestCase {}
