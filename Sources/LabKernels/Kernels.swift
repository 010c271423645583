/// The entrances to the unchecked loops.
public enum Kernels {}
