/** The colours of every drawing. Each stands on a pale tile, so a drawing looks the same on a light and a dark page. */
export const ink = {
  red: '#e5484d',
  wine: '#a82c3a',
  orange: '#f4862c',
  amber: '#e9a23b',
  yellow: '#fbcb3c',
  cream: '#fff3d6',
  white: '#fff',
  pink: '#f3a0a8',
  lime: '#a9cf45',
  green: '#56a94a',
  forest: '#2f7a3c',
  teal: '#2a9d8f',
  blue: '#3f86cc',
  sky: '#a8d4f3',
  purple: '#6d4595',
  tan: '#dea765',
  brown: '#96592e',
  cocoa: '#5c3822',
  grey: '#c5ccd6',
  slate: '#58616e',
} as const

/** Tile behind the drawings of one aisle. */
export const tint = { rose: '#fde7e3', leaf: '#e6f3dc', milk: '#dfeefb', wheat: '#fbeecb', clay: '#f8e2d3', lilac: '#ebe5f8' } as const

/** A whole drawing: 48 by 48, shapes on a rounded tile. No ids, scripts or references, so any number can stand in one page. */
export function drawing(tile: string, ...shapes: readonly string[]): string {
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 48 48">${box(0, 0, 48, 48, 12, tile)}${shapes.join('')}</svg>`
}

export function circle(cx: number, cy: number, r: number, fill: string): string {
  return `<circle cx="${cx}" cy="${cy}" r="${r}" fill="${fill}"/>`
}

export function oval(cx: number, cy: number, rx: number, ry: number, fill: string): string {
  return `<ellipse cx="${cx}" cy="${cy}" rx="${rx}" ry="${ry}" fill="${fill}"/>`
}

export function box(x: number, y: number, width: number, height: number, radius: number, fill: string): string {
  const at = (x === 0 ? '' : ` x="${x}"`) + (y === 0 ? '' : ` y="${y}"`)
  return `<rect${at} width="${width}" height="${height}" rx="${radius}" fill="${fill}"/>`
}

export function shape(d: string, fill: string): string {
  return `<path d="${d}" fill="${fill}"/>`
}

/** An open line with round ends. */
export function line(d: string, colour: string, width = 2): string {
  return `<path d="${d}" fill="none" stroke="${colour}" stroke-width="${width}" stroke-linecap="round" stroke-linejoin="round"/>`
}

/** Shapes turned about the middle of the drawing, clockwise. */
export function turned(degrees: number, ...shapes: readonly string[]): string {
  return `<g transform="rotate(${degrees} 24 24)">${shapes.join('')}</g>`
}
