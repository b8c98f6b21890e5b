/** Milliseconds after which the frame of a download is taken away: by then its answer has begun. */
const FRAME_LIFE_MS = 60_000

/** Saves what the address sends as an attachment, without leaving the page; several at once do not stop each other. */
export function saveAddress(url: string): void {
  const frame = document.createElement('iframe')
  frame.hidden = true
  frame.title = 'Download'
  frame.src = url
  document.body.append(frame)
  setTimeout(() => frame.remove(), FRAME_LIFE_MS)
}
