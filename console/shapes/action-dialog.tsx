import { useNavigate } from '@tanstack/react-router'
import { App, Form, type FormInstance, Input, Modal } from 'antd'
import { type ReactNode, useId, useState } from 'react'
import { useRefresh } from '../api/use-asked.ts'
import { useText } from '../text/text.ts'
import { Failure, wordsOfError } from './failure.tsx'
import { type Destination, useLeft } from './use-sending.ts'

interface ActionDialogProps {
  readonly title: string
  readonly submit: string
  /** Said when it is done. */
  readonly done?: string
  readonly isDangerous?: boolean
  /** What must be typed before it can be done. */
  readonly confirmName?: string | undefined
  readonly form?: FormInstance
  readonly width?: number
  /**
   * Does it, and answers where to go then, if anywhere; the dialog stays, with what went wrong, when it fails. Who closes it
   * meanwhile is told how it ended, and stays where he is.
   */
  readonly act: (isLeft: () => boolean) => Promise<unknown>
  readonly close: () => void
  readonly children?: ReactNode
}

/** The dialog: what will happen, what it takes, and one button that does it. */
export function ActionDialog(props: ActionDialogProps) {
  const {
    title,
    submit,
    done,
    isDangerous = false,
    confirmName,
    form,
    width = 520,
    act,
    close,
    children,
  } = props
  const t = useText()
  const { message } = App.useApp()
  const refresh = useRefresh()
  const navigate = useNavigate()
  const typedId = useId()
  const [typed, setTyped] = useState('')
  const [error, setError] = useState<unknown>()
  const [isBusy, setBusy] = useState(false)
  const isLeft = useLeft()
  const perform = async () => {
    if (
      form &&
      !(await form.validateFields().then(
        () => true,
        () => false,
      ))
    )
      return
    setBusy(true)
    setError(undefined)
    try {
      const destination = await act(isLeft)
      const isHere = !isLeft()
      // before what was deleted is asked for again
      if (isHere && isDestination(destination)) await navigate(destination as never)
      await refresh()
      if (isHere) close()
      if (done) void message.success(done)
    } catch (caught) {
      if (isLeft()) void message.error(`${title}: ${wordsOfError(caught)}`, 10)
      setError(caught)
      setBusy(false)
    }
  }
  return (
    <Modal
      open
      title={title}
      width={width}
      okText={submit}
      okButtonProps={{
        danger: isDangerous,
        disabled: confirmName !== undefined && typed.trim() !== confirmName,
        loading: isBusy,
      }}
      onOk={() => void perform()}
      cancelText={t(isBusy ? 'dialog.goesOn' : 'dialog.cancel')}
      onCancel={() => {
        close()
        // something may have been changed before it failed
        if (error !== undefined) void refresh()
      }}
      mask={{ closable: false }}
    >
      {children}
      {confirmName !== undefined && (
        <Form layout="vertical" className="confirm" onFinish={() => void perform()}>
          <Form.Item label={t('dialog.type')} htmlFor={typedId} extra={<code>{confirmName}</code>}>
            <Input
              id={typedId}
              value={typed}
              autoComplete="off"
              spellCheck={false}
              onChange={(event) => setTyped(event.target.value)}
            />
          </Form.Item>
        </Form>
      )}
      {error !== undefined && <Failure error={error} />}
    </Modal>
  )
}

const isDestination = (answer: unknown): answer is Destination =>
  typeof answer === 'object' && answer !== null && 'to' in answer
