import { renderView } from '@lockstep/react'
import { ProjectApp } from './project-app.tsx'
import './portfolio.css'

renderView(<ProjectApp start="status" />, { appInfo: { name: 'project-status', version: '1' }, displayModes: ['inline', 'fullscreen'] })
