import { familyById } from '../products.ts'
import { drinksAndSnacksPictures } from './drinks-and-snacks.ts'
import { freshPictures } from './fresh.ts'
import { fruitPictures } from './fruit.ts'
import { pantryPictures } from './pantry.ts'
import { drawing, ink, line, shape, tint } from './shapes.ts'
import { vegetablePictures } from './vegetables.ts'

const pictures: Readonly<Record<string, string>> = {
  ...fruitPictures,
  ...vegetablePictures,
  ...freshPictures,
  ...pantryPictures,
  ...drinksAndSnacksPictures,
}

/** A basket, for what the catalogue does not know. */
const basket = drawing(
  tint.lilac,
  line('M15 21l6-11M33 21l-6-11', ink.slate, 2.5),
  shape('M8 20h32l-4 18a3 3 0 0 1-3 2H15a3 3 0 0 1-3-2z', ink.teal),
  line('M18 26v8M24 26v8M30 26v8', ink.white),
)

/** The drawing of a family as SVG text (percent-encode it for a `data:image/svg+xml,` address); a basket when the family is unknown. */
export function pictureOf(familyId: string): string {
  const picture = familyById(familyId)?.picture
  return (picture === undefined ? undefined : pictures[picture]) ?? basket
}
