import { useSyncExternalStore } from 'react'

export interface Preferences {
  readonly language: 'en-US' | 'zh-CN'
  readonly isDark: boolean
}

const place = 'chancery.preferences'
const listeners = new Set<() => void>()
let state: Preferences = { ...preferred(), ...stored() }
show()

export const preferences = {
  now: (): Preferences => state,
  change(changed: Partial<Preferences>): void {
    state = { ...state, ...changed }
    localStorage.setItem(place, JSON.stringify(state))
    show()
    for (const listener of listeners) listener()
  },
}

/** Language and colours outlive the tab; nothing else of the console does. */
function stored(): Partial<Preferences> {
  try {
    const { language, isDark } = JSON.parse(localStorage.getItem(place) ?? '{}') as Partial<Preferences>
    return {
      ...((language === 'en-US' || language === 'zh-CN') && { language }),
      ...(typeof isDark === 'boolean' && { isDark }),
    }
  } catch {
    return {}
  }
}

function preferred(): Preferences {
  return {
    language: navigator.language.startsWith('zh') ? 'zh-CN' : 'en-US',
    isDark: matchMedia('(prefers-color-scheme: dark)').matches,
  }
}

function show(): void {
  document.documentElement.lang = state.language
  document.documentElement.dataset['theme'] = state.isDark ? 'dark' : 'light'
}

export const usePreferences = (): Preferences =>
  useSyncExternalStore(
    (listener) => {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
    () => state,
  )
