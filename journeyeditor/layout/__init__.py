"""From the graph to rectangles and drawings: plan, measure, arrange, route, depict."""
