import { MoonOutlined, SunOutlined } from '@ant-design/icons'
import { Button, Tooltip } from 'antd'
import { useText } from '../text/text.ts'
import { preferences, usePreferences } from './preferences.ts'

/** Language and colours. */
export function PreferenceButtons() {
  const t = useText()
  const { language, isDark } = usePreferences()
  const other = language === 'en-US' ? 'zh-CN' : 'en-US'
  const colours = t(isDark ? 'shell.light' : 'shell.dark')
  return (
    <>
      <Button
        type="text"
        lang={other}
        aria-label={other === 'zh-CN' ? '切换到中文' : 'Switch to English'}
        onClick={() => preferences.change({ language: other })}
      >
        {other === 'zh-CN' ? '中文' : 'English'}
      </Button>
      <Tooltip title={colours}>
        <Button
          type="text"
          aria-label={colours}
          icon={isDark ? <SunOutlined aria-hidden /> : <MoonOutlined aria-hidden />}
          onClick={() => preferences.change({ isDark: !isDark })}
        />
      </Tooltip>
    </>
  )
}
