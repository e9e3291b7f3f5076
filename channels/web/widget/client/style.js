export const style = `/* style */`; // filled in by the server: chat.css
