"""From the graph to rectangles and drawings, in pure steps: plan, arrange, route, depict."""
