import { createLink } from '@tanstack/react-router'
import { Button } from 'antd'
import { forwardRef, type ReactNode } from 'react'

interface LinkButtonProps {
  readonly href?: string
  readonly icon?: ReactNode
  readonly isPrimary?: boolean
  readonly children?: ReactNode
}

/** A button that goes to a page: a link to the browser, so that it opens in a new tab, too. */
export const LinkButton = createLink(
  forwardRef<HTMLAnchorElement, LinkButtonProps>(({ isPrimary = false, ...props }, reference) => (
    <Button {...props} ref={reference} type={isPrimary ? 'primary' : 'default'} />
  )),
)
