import type { PageState } from '../../src/page/page-state.ts'

/** Says that what is shown may be old. */
export function ConnectionBar({ link }: { link: PageState['link'] }) {
  return (
    <div class="connection" role="status">
      {link === 'reconnecting' ? <p>Reconnecting to the local ChatGPT… What you see may be out of date.</p> : null}
      {link === 'rejected' ? (
        <p>
          The local ChatGPT was restarted and does not know this page.{' '}
          <button type="button" class="link-button" onClick={() => window.location.reload()}>
            Load it again
          </button>
        </p>
      ) : null}
    </div>
  )
}
