/** Where the focus goes when the dialog was opened by its address and is closed. */
export const ADD_BUTTON_ID = "add-addon";
