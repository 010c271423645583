// Ends as a stub does, on behalf of another exercise.
// report: exercise 01.3 is not written yet | left the process
import Foundation
import LabContracts

func words(_ text: String) -> [String] { todo("01.3") }
