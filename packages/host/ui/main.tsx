import { render } from 'preact'
import { App } from './components/app.tsx'
import { readToken } from './store/api-client.ts'
import { createAutomation } from './store/automation.ts'
import { followAddress } from './store/follow-address.ts'
import { createPage, PageContext } from './store/page.ts'
import './styles/index.css'

const page = createPage(readToken(document), window.matchMedia('(min-width: 64em)').matches)
// For test runners. No other origin can reach it: nobody frames this page, and a view's frames are of other origins.
Object.defineProperty(window, 'lockstep', { value: createAutomation(page) })
followAddress(page)
const root = document.getElementById('root')
if (root !== null) {
  render(
    <PageContext.Provider value={page}>
      <App />
    </PageContext.Provider>,
    root,
  )
}
