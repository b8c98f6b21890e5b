/** The one polite live region of the page. Each text is a new element, so the same words are spoken twice when they happen twice. */
export function Announcer({ announcement }: { announcement: { id: number; text: string } }) {
  return (
    <div class="sr-only" role="status" aria-label="Announcements">
      <p key={announcement.id}>{announcement.text}</p>
    </div>
  )
}
