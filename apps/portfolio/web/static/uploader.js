/**
 * Sends chosen photos one after the other: an address for each, then its bytes to that address. Each row says how far it is, can be stopped, and can
 * be sent again: to the same address while that is good, so that a photo whose answer was lost is not there twice.
 * @typedef {{ file: File, type: string, address: string | null, request: XMLHttpRequest | null, row: Row }} Item
 * @typedef {{ element: HTMLLIElement, progress: HTMLProgressElement, state: HTMLSpanElement, button: HTMLButtonElement }} Row
 */
const base = location.pathname.replace(/\/$/, '')
const files = find('files', HTMLInputElement)
const shows = find('shows', HTMLSelectElement)
const news = find('news', HTMLElement)
const queue = find('queue', HTMLUListElement)
const photos = find('photos', HTMLUListElement)
const LOST = 'The connection was lost. Send it again.'
/** Browsers know no type for what they cannot show. */
const TYPES = new Map([
  ['heic', 'image/heic'],
  ['heif', 'image/heif'],
])

/** @type {Item[]} */
const waiting = []
let isSending = false

files.addEventListener('change', () => {
  const chosen = [...(files.files ?? [])]
  files.value = ''
  for (const file of chosen) add(file, shows.value)
  void send()
})

/** @template {HTMLElement} T @param {string} id @param {new () => T} kind @returns {T} */
function find(id, kind) {
  const element = document.getElementById(id)
  if (element instanceof kind) return element
  throw new Error(`no #${id}`)
}

/** @param {File} file @param {string} type */
function add(file, type) {
  const element = document.createElement('li')
  const name = document.createElement('bdi')
  name.textContent = file.name
  const progress = document.createElement('progress')
  progress.max = 1
  progress.value = 0
  progress.setAttribute('aria-label', `Sent of ${file.name}`)
  const state = document.createElement('span')
  const button = document.createElement('button')
  button.type = 'button'
  element.append(name, progress, state, button)
  queue.append(element)
  /** @type {Item} */
  const item = { file, type, address: null, request: null, row: { element, progress, state, button } }
  button.addEventListener('click', () => (button.dataset['does'] === 'again' ? again(item) : stop(item)))
  tell(item, 'Waiting', 'cancel')
  waiting.push(item)
}

/** @param {Item} item @param {string} text @param {'cancel' | 'again'} does */
function tell({ file, row }, text, does) {
  row.state.textContent = text
  row.button.dataset['does'] = does
  row.button.textContent = does === 'again' ? 'Try again' : 'Cancel'
  row.button.setAttribute('aria-label', `${row.button.textContent}: ${file.name}`)
  row.element.classList.toggle('is-failed', does === 'again')
}

/** @param {Item} item */
function again(item) {
  tell(item, 'Waiting', 'cancel')
  waiting.push(item)
  void send()
}

/** @param {Item} item */
function stop(item) {
  const place = waiting.indexOf(item)
  if (place >= 0) waiting.splice(place, 1)
  item.request?.abort()
  const next = item.row.element.nextElementSibling?.querySelector('button') ?? files
  item.row.element.remove()
  news.textContent = `${item.file.name} was not added.`
  next.focus()
}

async function send() {
  if (isSending) return
  isSending = true
  for (let item = waiting.shift(); item !== undefined; item = waiting.shift()) {
    const failure = await sendOne(item)
    if (!item.row.element.isConnected) continue
    if (failure === null) {
      const hadFocus = item.row.element.contains(document.activeElement)
      item.row.element.remove()
      if (hadFocus) files.focus()
      news.textContent = `${item.file.name} was added.`
      await refresh()
    } else {
      tell(item, failure, 'again')
      news.textContent = `${item.file.name} was not added. ${failure}`
    }
  }
  isSending = false
}

/** Null when the photo is in the project, else why not. @param {Item} item @returns {Promise<string | null>} */
async function sendOne(item) {
  tell(item, 'Sending', 'cancel')
  try {
    item.address ??= await addressOf(item)
    // cancelled while the address was asked for
    if (!item.row.element.isConnected) return null
    return await put(item, item.address)
  } catch (error) {
    return error instanceof Refused ? error.message : LOST
  }
}

class Refused extends Error {}

/** @param {Item} item @returns {Promise<string>} */
async function addressOf({ file, type }) {
  const contentType = file.type || (TYPES.get(file.name.split('.').at(-1)?.toLowerCase() ?? '') ?? 'application/octet-stream')
  const wish = { file_name: file.name, content_type: contentType, bytes: file.size, ...(type === '' ? {} : { image_type: type }) }
  const response = await fetch(`${base}/addresses`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ files: [wish] }),
  })
  const answer = await response.json()
  if (!response.ok) throw new Refused(answer.error.message)
  const [refused] = answer.rejected
  if (refused !== undefined) throw new Refused(refused.message)
  return answer.uploads[0].upload_url
}

/** @param {Item} item @param {string} address @returns {Promise<string | null>} */
function put(item, address) {
  return new Promise((resolve) => {
    const request = new XMLHttpRequest()
    item.request = request
    request.upload.addEventListener('progress', ({ loaded, total }) => (item.row.progress.value = loaded / total))
    request.addEventListener('loadend', () => {
      item.request = null
      // an address that has ended is asked for anew
      if (request.status === 410) item.address = null
      resolve(request.status === 200 ? null : reasonOf(request))
    })
    request.open('PUT', address)
    request.setRequestHeader('content-type', item.file.type || 'application/octet-stream')
    request.send(item.file)
  })
}

/** @param {XMLHttpRequest} request @returns {string} */
function reasonOf(request) {
  try {
    return JSON.parse(request.responseText).error.message
  } catch (error) {
    if (error instanceof SyntaxError) return LOST
    throw error
  }
}

async function refresh() {
  const response = await fetch(`${base}/photos`).catch(() => null)
  const answer = response?.ok ? await response.json().catch(() => null) : null
  // the list is as it was; the photo is in the project all the same
  if (answer === null) return
  photos.replaceChildren(
    ...answer.photos.map((/** @type {{ name: string, thumbnailUrl: string }} */ { name, thumbnailUrl }) => {
      const entry = document.createElement('li')
      const image = document.createElement('img')
      image.src = thumbnailUrl
      image.alt = name
      entry.append(image)
      return entry
    }),
  )
}
