import LabTesting
final class Lab01Checkpoints: CheckpointCase { func test01_a() throws {} }
