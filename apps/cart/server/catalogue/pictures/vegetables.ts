import { box, circle, drawing, ink, line, oval, shape, tint, turned } from './shapes.ts'

export const vegetablePictures: Readonly<Record<string, string>> = {
  tomatoes: drawing(
    tint.leaf,
    oval(24, 27, 15, 13, ink.red),
    shape('M24 17l-8-2 5-1-2-5 5 4 5-4-2 5 5 1z', ink.forest),
    line('M13.5 27c0-3 1.5-5 3.5-6', ink.pink),
  ),
  potatoes: drawing(
    tint.leaf,
    oval(29, 19, 12, 9, ink.tan),
    shape('M7 29c0-7 6-10 12-9 7 1 15 3 15 10s-7 10-14 10S7 36 7 29z', '#cf9450'),
    line('M14 28h2M22 26h2M19 33h2M27 32h2M31 16h2', ink.brown, 1.6),
  ),
  onions: drawing(
    tint.leaf,
    shape('M24 8c1 6 14 9 14 19 0 8-6 12-14 12s-14-4-14-12C10 17 23 14 24 8z', ink.amber),
    line('M24 14c-5 6-8 16-4 24M24 14c5 6 8 16 4 24', ink.brown, 1.5),
    line('M22 41v-2M24 42v-3M26 41v-2', ink.brown, 1.2),
    line('M24 9V6', ink.green, 3),
  ),
  garlic: drawing(
    tint.leaf,
    shape('M22 6h4c0 6 2 8 6 12 4 3 7 7 7 12 0 6-5 10-15 10S9 36 9 30c0-5 3-9 7-12 4-4 6-6 6-12z', ink.white),
    line('M24 16c-5 7-6 16-2 23M24 16c5 7 6 16 2 23M20 17c-6 5-8 12-6 19M28 17c6 5 8 12 6 19', '#c9b6cf', 1.4),
    line('M21 40h6', ink.tan, 1.8),
  ),
  carrots: drawing(
    tint.leaf,
    turned(
      40,
      shape('M18 16c0-4 12-4 12 0 0 9-3 20-6 26-3-6-6-17-6-26z', ink.orange),
      line('M19 21h4M29 26h-4M21 31h3', '#c9651a', 1.6),
      line('M24 14V4M22 14c-1-4-3-6-5-7M26 14c1-4 3-6 5-7', ink.green, 3),
    ),
  ),
  broccoli: drawing(
    tint.leaf,
    shape('M19 24h10l-1 15a2 2 0 0 1-2 2h-4a2 2 0 0 1-2-2zM14 24l7 10v-8zM34 24l-7 10v-8z', ink.lime),
    ...[13, 35].map((x) => circle(x, 22, 6.5, ink.forest)),
    circle(24, 16, 9, ink.forest),
    circle(19, 24, 5.5, ink.green),
    circle(29, 24, 5.5, ink.green),
    line('M20 13v.1M27 12v.1M24 18v.1M12 21v.1M36 21v.1', ink.lime, 1.8),
  ),
  'bell-peppers': drawing(
    tint.leaf,
    shape('M24 15c-4-3-14-2-14 8 0 8 4 18 9 18 2 0 3-1 5-1s3 1 5 1c5 0 9-10 9-18 0-10-10-11-14-8z', ink.red),
    line('M19 16c-3 6-2 17 1 23M29 16c3 6 2 17-1 23', ink.wine, 1.5),
    shape('M18 15c2-3 10-3 12 0-4 2-8 2-12 0z', ink.forest),
    line('M24 13c0-3 1-5 3-6', ink.forest, 3.5),
  ),
  chilies: drawing(
    tint.leaf,
    shape('M33 13c5 4 4 12-2 18-6 7-15 10-23 8 9-2 13-6 16-12 3-5 3-11 9-14z', ink.red),
    line('M31 19c0 6-4 11-9 14', ink.pink, 1.5),
    shape('M27 16c0-5 8-7 10 0-3-1-7-1-10 0z', ink.forest),
    line('M34 12c1-3 3-5 6-5', ink.forest, 3),
  ),
  cucumbers: drawing(
    tint.leaf,
    turned(-35, box(5, 16, 30, 13, 6.5, ink.forest), line('M11 20h5M21 20h5M14 25h5', ink.green, 1.6)),
    circle(33, 32, 9, ink.forest),
    circle(33, 32, 7.5, '#d8eeb2'),
    line('M33 28v.1M33 36v.1M29.5 30v.1M36.5 30v.1M29.5 34v.1M36.5 34v.1', ink.green, 1.7),
  ),
  zucchini: drawing(
    tint.leaf,
    turned(
      -40,
      shape('M9 19c8-2 19-1 26-1 9 0 9 13 0 13-7 0-18 1-26-1-3-1-3-10 0-11z', ink.green),
      line('M12 22.5h22M12 27h22', ink.lime, 1.5),
      shape('M4 21h7v7H4c-1-2-1-5 0-7z', ink.lime),
    ),
  ),
  eggplants: drawing(
    tint.leaf,
    turned(
      35,
      shape('M24 14c7 0 6 6 9 11 3 4 3 16-9 16s-12-12-9-16c3-5 2-11 9-11z', ink.purple),
      line('M18 30c-1 3 0 6 2 7', '#a47fc9'),
      shape('M24 11c5 0 8 3 8 9-2-1-3-2-4-3-1 2-2 3-4 4-2-1-3-2-4-4-1 1-2 2-4 3 0-6 3-9 8-9z', ink.green),
      line('M24 12V6', ink.green, 3.5),
    ),
  ),
  mushrooms: drawing(
    tint.leaf,
    shape('M19 24h10c-1 5 2 10 1 15-1 3-11 3-12 0-1-5 2-10 1-15z', ink.cream),
    shape('M7 24C7 14 15 8 24 8s17 6 17 16c0 3-34 3-34 0z', '#b98459'),
    oval(24, 25, 16, 2.5, ink.brown),
    line('M15 17h2M24 13h2M31 18h2', ink.cream, 3),
  ),
  lettuce: drawing(
    tint.leaf,
    shape('M24 6c5 0 6 4 9 5 4 1 7 5 6 10 2 4 1 9-3 11-2 5-7 8-12 8s-10-3-12-8c-4-2-5-7-3-11-1-5 2-9 6-10 3-1 4-5 9-5z', ink.green),
    shape('M24 13c6 0 9 6 8 12s-3 12-8 12-7-6-8-12 2-12 8-12z', ink.lime),
    line('M24 37V18M24 30l-5-5M24 30l5-5M24 24l-3-3M24 24l3-3', ink.cream, 1.6),
  ),
  cilantro: drawing(
    tint.leaf,
    line('M24 42V20M23 42c-1-8-4-12-9-16M25 42c1-8 4-12 9-16', ink.forest, 2.2),
    shape('M24 22c-4 0-8-3-9-8l3 1v-5l4 2 2-6 2 6 4-2v5l3-1c-1 5-5 8-9 8z', ink.green),
    shape('M15 28c-5 2-9 0-11-4l3-.5-1-4 4 1 1-4 3 4 3-1c1 4 0 7-2 8.5zM33 28c5 2 9 0 11-4l-3-.5 1-4-4 1-1-4-3 4-3-1c-1 4 0 7 2 8.5z', '#459a3e'),
    box(17, 33, 14, 4, 2, ink.red),
  ),
}
