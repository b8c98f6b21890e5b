import { bottle, carton } from './packages.ts'
import { box, circle, drawing, ink, line, oval, shape, tint, turned } from './shapes.ts'

/** Drinks, snacks and frozen food. */
export const drinksAndSnacksPictures: Readonly<Record<string, string>> = {
  coffee: drawing(
    tint.lilac,
    shape('M9 20h26v11c0 6-4 9-9 9h-8c-5 0-9-3-9-9z', ink.white),
    line('M36 23c6-1 6 9-1 9', ink.white, 3),
    oval(22, 20, 13, 3.5, ink.cocoa),
    line('M17 13c-2-2 2-4 0-6M24 13c-2-2 2-4 0-6', '#a79cc0', 2.2),
    oval(22, 30, 3, 4.2, ink.brown),
    line('M22 27c1 2-1 4 0 6', ink.cream, 1.2),
  ),
  tea: drawing(
    tint.lilac,
    shape('M8 18h28v11c0 7-4 11-9 11H17c-5 0-9-4-9-11z', ink.teal),
    line('M37 21c6-1 6 9-1 9', ink.teal, 3),
    oval(22, 18, 14, 4, '#c9702e'),
    line('M26 18c1 4 1 6 1 8', ink.cream, 1.5),
    box(23, 26, 8, 8, 1.5, ink.cream),
    shape('M25 32c0-3 1-4 4-4 0 3-1 4-4 4z', ink.green),
  ),
  juice: drawing(
    tint.lilac,
    carton(ink.orange, ink.forest),
    circle(24, 30, 7, ink.cream),
    circle(24, 30, 5.7, ink.yellow),
    line('M24 25v10M20 27.5l8 5M20 32.5l8-5', ink.cream, 1.3),
  ),
  water: drawing(
    tint.lilac,
    bottle('#8cc8f2', ink.blue, ink.blue),
    shape('M24 27c3 4 3 7 0 8-3-1-3-4 0-8z', ink.white),
    line('M19.5 24c0-2 3-3 3-6', ink.white, 1.8),
  ),
  soda: drawing(
    tint.lilac,
    shape('M16 8h16l3 5v24l-3 4H16l-3-4V13z', ink.grey),
    box(13, 13, 22, 24, 0, ink.red),
    shape('M13 28c6-8 14 2 22-7v7c-8 8-15-2-22 6z', ink.white),
    line('M18 9.5h12', ink.slate, 1.6),
    circle(19, 18, 1.5, ink.pink),
    circle(25, 20, 1.2, ink.pink),
  ),
  chocolate: drawing(
    tint.lilac,
    turned(
      12,
      box(12, 6, 24, 30, 2, ink.cocoa),
      ...[8, 17].flatMap((y) => [14, 25].map((x) => box(x, y, 9, 7.5, 1, ink.brown))),
      shape('M10 25l5-2 4 2 5-2 5 2 5-2 4 2v15a2 2 0 0 1-2 2H12a2 2 0 0 1-2-2z', ink.purple),
      box(10, 31, 28, 4, 0, ink.yellow),
    ),
  ),
  cookies: drawing(
    tint.lilac,
    circle(24, 24, 16, ink.tan),
    circle(24, 24, 13, '#e9bb80'),
    line('M18 18v.1M28 17v.1M23 25v.1M31 26v.1M17 29v.1M26 33v.1', ink.cocoa, 4.5),
  ),
  'potato-chips': drawing(
    tint.lilac,
    shape('M12 8h24l-2 5c3 8 3 15 0 23l2 5H12l2-5c-3-8-3-15 0-23z', ink.yellow),
    shape('M12 8h24l-2 5H14zM14 36h20l2 5H12z', ink.red),
    turned(-20, oval(24, 25, 8, 5.5, ink.amber), oval(24, 24, 8, 5, '#ffe9a8')),
    line('M21 25h1M25 22h1M27 25h1', ink.amber, 1.5),
  ),
  'ice-cream': drawing(
    tint.lilac,
    shape('M15 24h18l-9 19z', ink.tan),
    line('M20 25l7 10M28 25l-7 10', ink.brown, 1.3),
    circle(18, 20, 7, ink.pink),
    circle(30, 20, 7, ink.cream),
    circle(24, 13, 7.5, '#7a4a2e'),
    box(13, 22, 22, 4, 2, ink.tan),
    circle(26, 6, 2.5, ink.red),
  ),
  pizza: drawing(
    tint.lilac,
    shape('M6 14c11-7 25-7 36 0L24 43z', ink.yellow),
    line('M7 14c11-6 23-6 34 0', '#c98a45', 6),
    circle(19, 22, 3.6, ink.red),
    circle(29, 21, 3.6, ink.red),
    circle(24, 31, 3.2, ink.red),
    line('M24 18v.1M24 26l1 .5M20 28v.1', ink.forest, 2.2),
  ),
  fries: drawing(
    tint.lilac,
    ...[13, 18, 23, 28, 32].map((x, at) => box(x, [13, 8, 11, 7, 12][at] ?? 10, 4, 22, 1, at % 2 === 0 ? ink.amber : ink.yellow)),
    shape('M10 21c9 5 19 5 28 0l-3 18a2 2 0 0 1-2 2H15a2 2 0 0 1-2-2z', ink.red),
    circle(24, 32, 4, ink.yellow),
  ),
}
