import { App, ConfigProvider, theme } from 'antd'
import enUS from 'antd/locale/en_US'
import zhCN from 'antd/locale/zh_CN'
import type { ReactNode } from 'react'
import { usePreferences } from './preferences.ts'
import { styleNonce } from './style-nonce.ts'

const locales = { 'en-US': enUS, 'zh-CN': zhCN } as const

const prefersStillness = matchMedia('(prefers-reduced-motion: reduce)').matches

const fonts =
  'system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", "WenQuanYi Micro Hei", sans-serif'
const fixedFonts = 'ui-monospace, "SF Mono", "Cascadia Mono", Consolas, "DejaVu Sans Mono", monospace'

/** Colours, fonts and language of everything that is shown. */
export function Theme({ children }: { children: ReactNode }) {
  const { language, isDark } = usePreferences()
  return (
    <ConfigProvider
      csp={{ nonce: styleNonce }}
      locale={locales[language]}
      button={{ autoInsertSpace: false }}
      theme={{
        algorithm: isDark ? theme.darkAlgorithm : theme.defaultAlgorithm,
        token: {
          fontFamily: fonts,
          fontFamilyCode: fixedFonts,
          fontSize: 14,
          borderRadius: 4,
          colorPrimary: isDark ? '#6ea3ea' : '#1f5cad',
          colorLink: isDark ? '#86b4f0' : '#1a5299',
          colorError: isDark ? '#f0766b' : '#b8271b',
          colorText: isDark ? '#e4e8ee' : '#1b2430',
          colorTextSecondary: isDark ? '#a5afbd' : '#525f70',
          colorTextTertiary: isDark ? '#97a2b1' : '#5d6a7a',
          colorTextDescription: isDark ? '#97a2b1' : '#5d6a7a',
          colorTextPlaceholder: isDark ? '#8a95a4' : '#687585',
          colorBgLayout: isDark ? '#12161c' : '#f4f6f9',
          colorBgContainer: isDark ? '#1a1f27' : '#ffffff',
          colorBgElevated: isDark ? '#222833' : '#ffffff',
          colorBorder: isDark ? '#3a4452' : '#c6ced9',
          colorBorderSecondary: isDark ? '#2a323d' : '#e3e8ee',
          ...(isDark && { colorTextLightSolid: '#0d1724' }),
          motionDurationMid: '0.12s',
          motionDurationSlow: '0.16s',
          // said to antd and not by CSS: popups wait for the end of motions that would never begin
          motion: !prefersStillness,
        },
        components: {
          Table: { cellPaddingBlockMD: 8, cellPaddingInlineMD: 12, headerBg: isDark ? '#202732' : '#f7f9fb' },
          Tabs: { horizontalMargin: '0 0 16px 0' },
          Form: { itemMarginBottom: 18 },
          Tooltip: isDark ? { colorTextLightSolid: '#e4e8ee', colorBgSpotlight: '#38424f' } : {},
        },
      }}
    >
      <App>{children}</App>
    </ConfigProvider>
  )
}
