import { Button, Dropdown } from 'antd'
import { type ReactNode, useState } from 'react'
import { useMay } from '../session/session.ts'
import { type TextKey, useText } from '../text/text.ts'

/** Something that can be done to what a page shows. */
export interface Offer {
  readonly title: TextKey
  /** It is offered to whoever may do this. */
  readonly operation: { readonly action: string | null }
  /** Whether the state of the thing lets it be done; if absent, it does. */
  readonly isFitting?: boolean
  /** A button of its own, with or without a picture; the others stand in the menu "More". */
  readonly isShown?: boolean
  readonly isPrimary?: boolean
  readonly icon?: ReactNode
  readonly isDangerous?: boolean
  readonly dialog: (close: () => void) => ReactNode
}

/** The actions of a detail page: some as buttons, the rest in a menu, each with its dialog. */
export function Actions({ offers }: { offers: readonly Offer[] }) {
  const t = useText()
  const may = useMay()
  const [opened, setOpened] = useState<TextKey>()
  const offered = offers.filter(({ operation, isFitting = true }) => isFitting && may(operation))
  const inMenu = offered.filter(({ isShown = false }) => !isShown)
  const close = () => setOpened(undefined)
  return (
    <>
      {offered
        .filter((offer) => !inMenu.includes(offer))
        .map(({ title, icon, isPrimary = false }) => (
          <Button
            key={title}
            type={isPrimary ? 'primary' : 'default'}
            icon={icon}
            onClick={() => setOpened(title)}
          >
            {t(title)}
          </Button>
        ))}
      {inMenu.length > 0 && (
        <Dropdown
          trigger={['click']}
          menu={{
            items: inMenu.map(({ title, isDangerous = false }) => ({
              key: title,
              label: t(title),
              danger: isDangerous,
              onClick: () => setOpened(title),
            })),
          }}
        >
          <Button>{t('action.more')}</Button>
        </Dropdown>
      )}
      {offers.find(({ title }) => title === opened)?.dialog(close)}
    </>
  )
}
