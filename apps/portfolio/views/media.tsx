import { renderView } from '@lockstep/react'
import { ProjectApp } from './project-app.tsx'
import './portfolio.css'

renderView(<ProjectApp start="photos" />, { appInfo: { name: 'project-media', version: '1' }, displayModes: ['inline', 'fullscreen'] })
