import { circle, drawing, ink, line, shape, tint, turned } from './shapes.ts'

const leaf = shape('M25 14c0-5 4-8 9-8 0 5-4 8-9 8z', ink.green)

export const fruitPictures: Readonly<Record<string, string>> = {
  apples: drawing(
    tint.rose,
    shape('M24 16c-3-2-14-3-14 9 0 8 5 16 10 16 2 0 3-1 4-1s2 1 4 1c5 0 10-8 10-16 0-12-11-11-14-9z', ink.red),
    line('M24 16c0-3-1-5-2-7', ink.cocoa),
    leaf,
    line('M15 24c0-3 1-4 3-5', ink.pink),
  ),
  bananas: drawing(
    tint.rose,
    shape('M13 11c-2 14 8 27 25 24 1 0 1-2 0-3C27 31 20 23 18 10z', ink.yellow),
    shape('M16 11C16 26 25 34 38 33.5c1-.5 1-1.5 0-1.5C27 31 20 23 18 10z', ink.amber),
    line('M15 10l1-3', ink.cocoa, 4),
    circle(38, 33.5, 1.8, ink.cocoa),
  ),
  oranges: drawing(tint.rose, circle(24, 26, 14, ink.orange), leaf, circle(24, 14.5, 1.6, ink.forest), line('M14 26c0-4 2-7 5-8', ink.yellow)),
  lemons: drawing(
    tint.rose,
    turned(
      -30,
      shape('M5 26c2-3 4-4 6-5 3-5 8-7 13-7s10 2 13 7c2 1 4 2 6 5-2 3-4 4-6 5-3 5-8 7-13 7s-10-2-13-7c-2-1-4-2-6-5z', ink.yellow),
      line('M17 34c6 2 13 0 17-5', ink.amber),
      line('M15 23c2-3 5-4 8-4', ink.cream),
    ),
    shape('M33 11c0-4 3-6 8-6 0 4-3 7-8 6z', ink.green),
  ),
  limes: drawing(
    tint.rose,
    circle(24, 25, 14.5, ink.forest),
    circle(24, 25, 12.5, ink.cream),
    circle(24, 25, 11, ink.lime),
    line('M24 14v22M14.5 19.5l19 11M14.5 30.5l19-11', ink.cream, 1.6),
    circle(24, 25, 1.8, ink.cream),
  ),
  grapes: drawing(
    tint.rose,
    line('M24 15V8l4-1', ink.brown, 2.5),
    shape('M24 13c-2-5-7-6-10-5 1 4 5 7 10 5z', ink.green),
    ...[16, 24, 32].map((x) => circle(x, 19, 5, ink.purple)),
    ...[20, 28].map((x) => circle(x, 26.5, 5, '#8558ab')),
    circle(24, 34, 5, ink.purple),
  ),
  berries: drawing(
    tint.rose,
    shape('M8 20c0-7 20-7 20 0 0 9-6 18-10 18S8 29 8 20z', ink.red),
    shape('M18 19l-7-2 4-2-1-4 4 3 4-3-1 4 4 2z', ink.green),
    line('M14 25v.1M21 24v.1M17.5 30v.1M22 30v.1', ink.yellow, 1.8),
    circle(33, 31, 8, '#4b5fae'),
    shape('M33 26l1.5 3 3.5.5-2.5 2.5.5 3.5-3-1.7-3 1.7.5-3.5-2.5-2.5 3.5-.5z', '#32417f'),
  ),
  avocados: drawing(
    tint.rose,
    turned(
      25,
      shape('M24 6c5 0 6 6 8 11 2 4 5 7 5 12a13 13 0 0 1-26 0c0-5 3-8 5-12 2-5 3-11 8-11z', ink.forest),
      shape('M24 8.5c3.5 0 4.5 5 6 9 2 4 4.5 7 4.5 11.5a10.5 10.5 0 0 1-21 0c0-4.5 2.5-7.5 4.5-11.5 1.5-4 2.5-9 6-9z', '#dfe69a'),
      circle(24, 29, 6.5, ink.brown),
      circle(22, 27, 1.6, ink.tan),
    ),
  ),
}
