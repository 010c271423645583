/// Replaced by the wire types.
public enum Wire {}
