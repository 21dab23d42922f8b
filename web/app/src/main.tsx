import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { warmUp } from './markdown/warmUp'
import { App } from './shell/App'
import { beginTheme } from './shell/theme'
import './styles.css'

beginTheme()
createRoot(document.getElementById('root') as HTMLElement).render(
  <StrictMode>
    <App />
  </StrictMode>,
)

// Behind what is drawn first.
setTimeout(warmUp)
