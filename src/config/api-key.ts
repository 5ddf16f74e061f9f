/** Whether a text can be an API key. Anything else cannot be sent in an HTTP header. */
export const isApiKey = (text: string): boolean => /^[\x21-\x7e]+$/.test(text);

/** What a text is that is none, for messages. */
export const NOT_AN_API_KEY = 'something that is no API key: it has spaces, line breaks or characters outside ASCII';
