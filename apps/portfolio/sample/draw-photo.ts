import sharp from 'sharp'

/** What a sample photo shows. Drawn, so that the repository holds nobody's photos. */
export interface Scene {
  /** Same seed, same picture. */
  seed: number
  /** Of the bricks, as hue in degrees. */
  hue: number
  /** Share of bricks that are gone, 0 to 1. */
  wear: number
  /** Share of the wall's height that is built, 0 to 1. */
  built: number
  /** An opening in the middle, and whether a fire burns in it. */
  hearth: 'none' | 'cold' | 'lit'
  /** Bricks from side to side. */
  bricksAcross: number
}

const WIDTH_PX = 1_600
const HEIGHT_PX = 1_200

/**
 * A JPEG as a phone would take it, lying on its side with the orientation said in EXIF, beside a place that nobody should see; cleaning has something
 * to do. Deterministic.
 */
export async function drawPhoto(scene: Scene): Promise<Uint8Array<ArrayBuffer>> {
  const upright = await sharp(Buffer.from(svgOf(scene)))
    .rotate(-90)
    .toBuffer()
  const bytes = await sharp(upright)
    .withExif({
      IFD0: { Make: 'Lockstep', Model: 'Drawn, not taken' },
      IFD3: { GPSLatitudeRef: 'N', GPSLatitude: '39/1 44/1 21/1', GPSLongitudeRef: 'W', GPSLongitude: '104/1 59/1 5/1' },
    })
    .withMetadata({ orientation: 6 })
    .jpeg({ quality: 86 })
    .toBuffer()
  return new Uint8Array(bytes)
}

function svgOf(scene: Scene): string {
  const { hue, hearth } = scene
  const opening = { x: WIDTH_PX * 0.32, y: HEIGHT_PX * 0.48, width: WIDTH_PX * 0.36, height: HEIGHT_PX * 0.42 }
  const arch = `<rect x="${opening.x}" y="${opening.y}" width="${opening.width}" height="${opening.height}" rx="18" fill="#191412"/>`
  const mantel = `<rect x="${WIDTH_PX * 0.24}" y="${HEIGHT_PX * 0.38}" width="${WIDTH_PX * 0.52}" height="54" rx="6" fill="hsl(28 38% ${scene.wear > 0.1 ? 26 : 40}%)"/>`
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH_PX}" height="${HEIGHT_PX}">
    <defs>
      <linearGradient id="wall" x1="0" y1="0" x2="0" y2="1"><stop offset="0" stop-color="hsl(${hue} 10% 82%)"/><stop offset="1" stop-color="hsl(${hue} 12% 62%)"/></linearGradient>
      <linearGradient id="light" x1="0" y1="0" x2="1" y2="1"><stop offset="0" stop-color="#fff" stop-opacity=".22"/><stop offset="1" stop-color="#000" stop-opacity=".28"/></linearGradient>
      <radialGradient id="fire"><stop offset="0" stop-color="#ffe9a8"/><stop offset=".45" stop-color="#ff9b32"/><stop offset="1" stop-color="#c23a10" stop-opacity="0"/></radialGradient>
    </defs>
    <rect width="100%" height="100%" fill="url(#wall)"/>
    ${bricks(scene)}
    ${hearth === 'none' ? '' : mantel + arch}
    ${hearth === 'lit' ? `<ellipse cx="${WIDTH_PX / 2}" cy="${HEIGHT_PX * 0.8}" rx="240" ry="190" fill="url(#fire)"/>` : ''}
    <rect width="100%" height="100%" fill="url(#light)"/>
    <rect y="${HEIGHT_PX * 0.9}" width="100%" height="${HEIGHT_PX * 0.1}" fill="hsl(${hue} 14% 30%)"/>
  </svg>`
}

function bricks({ seed, hue, wear, built, bricksAcross }: Scene): string {
  const random = randomFrom(seed)
  const width = WIDTH_PX / bricksAcross
  const height = width * 0.36
  const rows = Math.ceil((HEIGHT_PX * 0.9 * built) / height)
  const drawn: string[] = []
  for (let row = 0; row < rows; row += 1) {
    for (let column = -1; column <= bricksAcross; column += 1) {
      const [isGone, lightness, tilt] = [random() < wear, 34 + random() * 16, (random() - 0.5) * wear * 14]
      if (isGone) continue
      const x = column * width + (row % 2) * (width / 2)
      const y = HEIGHT_PX * 0.9 - (row + 1) * height
      const turned = `rotate(${tilt.toFixed(2)} ${(x + width / 2).toFixed(1)} ${(y + height / 2).toFixed(1)})`
      const size = `width="${(width - 8).toFixed(1)}" height="${(height - 8).toFixed(1)}"`
      drawn.push(
        `<rect x="${(x + 4).toFixed(1)}" y="${(y + 4).toFixed(1)}" ${size} rx="5" transform="${turned}" fill="hsl(${hue} ${wear > 0.1 ? 22 : 46}% ${lightness.toFixed(0)}%)"/>`,
      )
    }
  }
  return drawn.join('')
}

/** Numbers from 0 to 1, the same for the same seed (mulberry32). */
function randomFrom(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}
