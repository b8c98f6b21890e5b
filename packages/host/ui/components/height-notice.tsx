import { Icon } from './icon.tsx'

/** Why a view does not grow any more, and what to change in it. */
export function HeightNotice() {
  return (
    <div class="notice" data-tone="warning">
      <Icon name="alert" />
      <div>
        <p class="notice-title">This view grows with its own frame</p>
        <p class="quiet">
          Each time its frame grew, it asked for more, so it is held where it is. Something in it is as high as the frame (<code>100vh</code> or{' '}
          <code>height: 100%</code>) and has a margin or a border besides: give it the height of its content, or set a height in pixels.
        </p>
      </div>
    </div>
  )
}
