/// Replaced by the displays.
public enum Notebook {}
