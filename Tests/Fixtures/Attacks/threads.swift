// Starts threads until it can no more.
// report: started more than | trap | returned
import Foundation

func words(_ text: String) -> [String] {
  var attributes = pthread_attr_t()
  pthread_attr_init(&attributes)
  pthread_attr_setstacksize(&attributes, 16384)
  var thread = pthread_t()
  for _ in 0..<100_000 {
    pthread_create(&thread, &attributes, { _ in while true { sleep(1000) } }, nil)
  }
  sleep(1000)
  return []
}
