extension Display {
  /// The display as a picture that stands by itself: no script, no font and no address from elsewhere.
  ///
  /// It has a title and a description for those who cannot see it, and every mark tells its numbers to whoever
  /// points at it.
  public func svg() -> String {
    switch self {
    case .table(let table): TableSVG().svg(table)
    case .plot(let plot): PlotSVG(plot).svg()
    case .bars(let plot): BarSVG().svg(plot)
    case .histogram(let histogram): BarSVG().svg(histogram)
    case .heatMap(let map): HeatMapSVG().svg(map)
    case .tokens(let strip): TokenSVG().svg(strip)
    }
  }
}
