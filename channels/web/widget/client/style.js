export default `/* style */`; // filled in by the server: chat.css
