import {
  isJSONRPCErrorResponse,
  isJSONRPCRequest,
  isJSONRPCResultResponse,
  type JSONRPCMessage,
  SSEClientTransport,
  SseError,
  type Transport,
  type TransportSendOptions,
} from '@modelcontextprotocol/client';

const BROKE = 'the connection broke off before the answer came';
const UNKNOWN = 'whether the tool did something is not known';

/**
 * Requests whose answer cannot come any more fail at once; the SDK waits for it until their time is over. By the older
 * protocol a stream that broke is the end of the session: the SDK opens another one, in which nobody has said hello. To be
 * called before a client has the transport.
 */
export function watchStreams(transport: Transport, end: (why: string) => void): void {
  if (transport instanceof SSEClientTransport) {
    transport.onerror = (error) => {
      if (error instanceof SseError) end(`${BROKE}; ${UNKNOWN}`);
    };
    return;
  }
  const waiting = new Set<unknown>();
  const send = transport.send.bind(transport);
  transport.onmessage = (message: JSONRPCMessage) => {
    if (isJSONRPCResultResponse(message) || isJSONRPCErrorResponse(message)) waiting.delete(message.id);
  };
  transport.send = (message: JSONRPCMessage, options?: TransportSendOptions) => {
    if ('method' in message && message.method === 'notifications/cancelled')
      waiting.delete(message.params?.['requestId']);
    if (!isJSONRPCRequest(message)) return send(message, options);
    const { id, method } = message;
    waiting.add(id);
    const onRequestStreamEnd = (): void => {
      options?.onRequestStreamEnd?.();
      if (!waiting.delete(id)) return;
      const text = method === 'tools/call' ? `${BROKE}; ${UNKNOWN}` : BROKE;
      transport.onmessage?.({ jsonrpc: '2.0', id, error: { code: -32_000, message: text } });
    };
    return send(message, { ...options, onRequestStreamEnd });
  };
}
