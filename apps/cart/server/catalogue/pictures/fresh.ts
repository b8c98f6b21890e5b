import { carton } from './packages.ts'
import { box, circle, drawing, ink, line, oval, shape, tint } from './shapes.ts'

const crust = '#c98a45'

/** Dairy, bakery, meat, fish and tofu. */
export const freshPictures: Readonly<Record<string, string>> = {
  eggs: drawing(
    tint.milk,
    shape('M17 12c5 0 9 8 9 14s-4 10-9 10-9-4-9-10 4-14 9-14z', '#e8b98a'),
    shape('M31 14c5 0 9 8 9 14s-4 10-9 10-9-4-9-10 4-14 9-14z', ink.cream),
    line('M27 25c.5-3 1.5-5 3-6', ink.white),
    line('M13 23c.5-3 1.5-5 3-6', ink.cream),
  ),
  milk: drawing(
    tint.milk,
    carton(ink.white, ink.blue),
    shape('M15 29c4-4 7 3 11 0 3-2 5-1 7 0v10a2 2 0 0 1-2 2H17a2 2 0 0 1-2-2z', ink.sky),
    line('M19 23h10', ink.blue, 2.5),
  ),
  'plant-milk': drawing(
    tint.milk,
    carton('#f2e3bd', ink.teal),
    line('M24 38V25', ink.brown),
    shape(
      'M24 27c-4 0-5-2-5-5 4 0 5 2 5 5zM24 27c4 0 5-2 5-5-4 0-5 2-5 5zM24 33c-4 0-5-2-5-5 4 0 5 2 5 5zM24 33c4 0 5-2 5-5-4 0-5 2-5 5z',
      ink.green,
    ),
  ),
  butter: drawing(
    tint.milk,
    box(5, 33, 38, 4, 2, ink.grey),
    shape('M9 21h22v12H9z', ink.yellow),
    shape('M9 21l6-7h22l-6 7z', '#ffe48a'),
    shape('M31 21l6-7v12l-6 7z', ink.amber),
    line('M19 21v12', ink.amber, 1.5),
  ),
  cheese: drawing(
    tint.milk,
    shape('M6 25L29 11c7 1 12 7 13 14z', '#ffe07a'),
    shape('M6 25h36v13H6z', ink.yellow),
    circle(15, 31, 3, ink.amber),
    circle(26, 34, 2.5, ink.amber),
    circle(34, 29.5, 3, ink.amber),
    oval(27, 19, 3.5, 2, ink.yellow),
  ),
  yogurt: drawing(
    tint.milk,
    shape('M12 15h24l-3 23a3 3 0 0 1-3 3H18a3 3 0 0 1-3-3z', ink.white),
    shape('M13 22h22l-1.5 11h-19z', ink.pink),
    box(10, 10, 28, 6, 3, ink.blue),
    circle(24, 28, 4, ink.red),
    shape('M24 25l-3-2h6z', ink.forest),
  ),
  cream: drawing(
    tint.milk,
    shape('M14 19h18l3 19a3 3 0 0 1-3 3H14a3 3 0 0 1-3-3z', ink.blue),
    shape('M12.5 28h21l1.5 9H11z', ink.sky),
    line('M34 22c8-1 8 12 1 12', ink.blue, 3),
    shape('M11 19c0-4 4-4 5-6s4-5 6-7c1 4 4 4 5 7 2 1 7 2 7 6z', ink.white),
  ),
  bread: drawing(
    tint.wheat,
    shape('M12 38a3 3 0 0 1-3-3V24c-5-3-3-13 6-13h18c9 0 11 10 6 13v11a3 3 0 0 1-3 3z', ink.brown),
    shape('M14 35a2 2 0 0 1-2-2V23c-4-2-3-9 4-9h16c7 0 8 7 4 9v10a2 2 0 0 1-2 2z', '#f7d9a2'),
    line('M18 20v.1M27 19v.1M22 26v.1M30 27v.1M18 30v.1', ink.tan),
  ),
  rolls: drawing(
    tint.wheat,
    shape('M7 24C7 14 15 9 24 9s17 5 17 15z', crust),
    line('M17 16l1-1M24 13l1 1M30 17l1-1M21 19l1 1', ink.cream, 1.8),
    box(6, 24, 36, 4, 2, ink.cream),
    shape('M7 29h34c0 6-3 9-7 9H14c-4 0-7-3-7-9z', ink.tan),
  ),
  tortillas: drawing(
    tint.wheat,
    oval(24, 33, 19, 8, crust),
    oval(24, 31, 19, 8, '#f3d193'),
    oval(24, 28.5, 19, 8, crust),
    oval(24, 26.5, 19, 8, '#f3d193'),
    oval(24, 24, 19, 8, crust),
    oval(24, 22, 19, 8, '#f8dfae'),
    line('M13 21h3M22 18h2M30 24h3M19 25h2M32 19h1', crust),
  ),
  chicken: drawing(
    tint.clay,
    line('M17 32l-7 7', ink.white, 5),
    circle(8.5, 36.5, 3.2, ink.white),
    circle(12, 40, 3.2, ink.white),
    shape('M14 34c-3-6 1-20 12-25 8-4 17 4 14 13-3 11-18 18-26 12z', '#c77433'),
    line('M21 21c2-4 5-6 8-7', '#eeb070', 2.5),
  ),
  beef: drawing(
    tint.clay,
    shape('M9 19c3-9 15-12 24-8 8 3 9 12 5 16-3 3-6 3-9 7-3 5-10 6-15 3-7-4-7-12-5-18z', ink.cream),
    shape('M12 20c3-7 12-9 20-6 6 3 7 8 4 11s-6 3-9 7c-3 4-7 4-11 2-5-3-6-9-4-14z', ink.red),
    circle(28, 20, 3, ink.cream),
    line('M17 22c2 1 3 3 2 6M23 26c1 1 1 3 0 4', ink.pink, 1.8),
  ),
  bacon: drawing(
    tint.clay,
    ...[0, 17].map((y) => shape(`M6 ${10 + y}c7-6 11 4 18 0s11 0 18-3v12c-7 4-11-2-18 2s-11-5-18 1z`, ink.wine)),
    line('M7 14.5c6-5 10 4 17 0s11 0 17-2M7 31.5c6-5 10 4 17 0s11 0 17-2', ink.pink, 3),
    line('M7 19c6-5 10 4 17 0s11 0 17-2M7 36c6-5 10 4 17 0s11 0 17-2', ink.red),
  ),
  sausages: drawing(
    tint.clay,
    line('M10 16c7 11 19 11 28 0M11 30c8 9 18 9 26 0', '#b5502f', 9),
    line('M13 16c6 7 16 7 22 0M14 30c6 5 14 5 20 0', '#dd8360'),
    line('M7 12l2 2M41 12l-2 2M8 26l2 2M40 26l-2 2', ink.cocoa, 2.5),
  ),
  salmon: drawing(
    tint.clay,
    shape('M7 30c2-11 12-18 25-18 6 0 10 4 9 9-2 11-14 16-27 15-5 0-8-2-7-6z', '#fb8f67'),
    shape('M7 30c-1 4 2 6 7 6 13 1 25-4 27-15 1 10-9 20-27 20-6 0-9-6-7-11z', ink.slate),
    line('M15 23c3 2 4 6 3 11M22 18c4 3 5 9 4 15M29 15c4 4 5 9 4 15', ink.cream, 1.8),
  ),
  tofu: drawing(
    tint.clay,
    shape('M8 21l17-8 15 6-16 9z', ink.white),
    shape('M8 21l16 7v12L8 33z', ink.cream),
    shape('M24 28l16-9v12l-16 9z', '#eddcae'),
    shape('M21 13c1-5 6-7 11-6-1 4-5 7-11 6z', ink.green),
    line('M13 27v.1M18 33v.1M30 31v.1M35 25v.1', ink.tan, 1.8),
  ),
}
