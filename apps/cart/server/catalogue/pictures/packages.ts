import { box, ink, oval, shape } from './shapes.ts'

/** A bottle with shoulders; the label leaves room for a mark around (24, 30). */
export function bottle(glass: string, cap: string, label: string): string {
  return (
    shape('M21 10h6v7c0 3 5 4 5 9v12a3 3 0 0 1-3 3H19a3 3 0 0 1-3-3V26c0-5 5-6 5-9z', glass) +
    box(20, 7, 8, 5, 1.5, cap) +
    box(16, 26, 16, 10, 0, label)
  )
}

/** A drinks carton with a gable top; its face is 18 by 21 from (15, 19). */
export function carton(face: string, roof: string): string {
  return shape('M19 11h10l4 8H15z', roof) + box(19, 7, 10, 4, 1, roof) + shape('M15 19h18v20a2 2 0 0 1-2 2H17a2 2 0 0 1-2-2z', face)
}

/** A squat jar; the label leaves room for a mark around (24, 29). */
export function jar(content: string, lid: string, label: string): string {
  return box(12, 14, 24, 26, 5, content) + box(14, 8, 20, 7, 2, lid) + box(12, 22, 24, 13, 0, label)
}

/** A can; the label leaves room for a mark around (24, 26). */
export function can(label: string): string {
  return box(12, 10, 24, 30, 3, ink.grey) + box(12, 15, 24, 21, 0, label) + oval(24, 10.5, 12, 3, ink.slate) + oval(24, 10, 10.5, 2, ink.grey)
}

/** A paper or foil bag with a folded top; its face is free from y = 17 down. */
export function bag(face: string, fold: string): string {
  return shape('M13 15h22l2 23a3 3 0 0 1-3 3H14a3 3 0 0 1-3-3z', face) + shape('M14 8h20l1 8H13z', fold)
}
