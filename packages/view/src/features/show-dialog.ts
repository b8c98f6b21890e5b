export interface DialogText {
  title: string
  /** Plain text; its line breaks show. */
  content: string
  /** Of the button. Default `OK`. */
  close?: string
}

/**
 * The plainest dialog inside the view: a title and a text, never HTML. The browser holds the focus in it, closes it on Escape and gives the focus back.
 * Resolves when it is closed.
 */
export function showDialog(document: Document, { title, content, close: label = 'OK' }: DialogText): Promise<void> {
  const dialog = document.createElement('dialog')
  const heading = document.createElement('h2')
  const text = document.createElement('p')
  const close = document.createElement('button')
  heading.textContent = title
  text.textContent = content
  text.style.whiteSpace = 'pre-wrap'
  close.textContent = label
  close.type = 'button'
  dialog.ariaLabel = title
  dialog.append(heading, text, close)
  document.body.append(dialog)
  return new Promise((resolve) => {
    close.addEventListener('click', () => dialog.close())
    dialog.addEventListener('close', () => {
      dialog.remove()
      resolve()
    })
    dialog.showModal()
  })
}
