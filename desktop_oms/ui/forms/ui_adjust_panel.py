# -*- coding: utf-8 -*-

################################################################################
## Form generated from reading UI file 'adjust_panel.ui'
##
## Created by: Qt User Interface Compiler version 6.11.3
##
## WARNING! All changes made in this file will be lost when recompiling UI file!
################################################################################

from PySide6.QtCore import (QCoreApplication, QDate, QDateTime, QLocale,
    QMetaObject, QObject, QPoint, QRect,
    QSize, QTime, QUrl, Qt)
from PySide6.QtGui import (QBrush, QColor, QConicalGradient, QCursor,
    QFont, QFontDatabase, QGradient, QIcon,
    QImage, QKeySequence, QLinearGradient, QPainter,
    QPalette, QPixmap, QRadialGradient, QTransform)
from PySide6.QtWidgets import (QApplication, QFrame, QHBoxLayout, QLabel,
    QLineEdit, QPushButton, QSizePolicy, QSpacerItem,
    QToolButton, QVBoxLayout, QWidget)

from desktop_oms.ui.widgets.banner import Banner
from desktop_oms.ui.widgets.choice_box import ChoiceBox
from desktop_oms.ui.widgets.keys import KeyButton
from desktop_oms.ui.widgets.number_edit import NumberEdit

class Ui_AdjustPanel(object):
    def setupUi(self, AdjustPanel):
        if not AdjustPanel.objectName():
            AdjustPanel.setObjectName(u"AdjustPanel")
        AdjustPanel.setProperty(u"role", u"overlay")
        self.layout1 = QVBoxLayout(AdjustPanel)
        self.layout1.setSpacing(12)
        self.layout1.setObjectName(u"layout1")
        self.layout1.setContentsMargins(24, 16, 16, 16)
        self.layout2 = QHBoxLayout()
        self.layout2.setSpacing(8)
        self.layout2.setObjectName(u"layout2")
        self.layout2.setContentsMargins(0, 0, 0, 0)
        self.titleLabel = QLabel(AdjustPanel)
        self.titleLabel.setObjectName(u"titleLabel")
        self.titleLabel.setTextFormat(Qt.TextFormat.PlainText)
        self.titleLabel.setProperty(u"role", u"title")

        self.layout2.addWidget(self.titleLabel)

        self.spacer1 = QSpacerItem(10, 1, QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)

        self.layout2.addItem(self.spacer1)

        self.closeButton = QToolButton(AdjustPanel)
        self.closeButton.setObjectName(u"closeButton")
        self.closeButton.setFocusPolicy(Qt.FocusPolicy.TabFocus)

        self.layout2.addWidget(self.closeButton)


        self.layout1.addLayout(self.layout2)

        self.aboutLabel = QLabel(AdjustPanel)
        self.aboutLabel.setObjectName(u"aboutLabel")
        self.aboutLabel.setTextFormat(Qt.TextFormat.PlainText)
        self.aboutLabel.setProperty(u"role", u"second")
        self.aboutLabel.setText(u"")
        self.aboutLabel.setWordWrap(True)

        self.layout1.addWidget(self.aboutLabel)

        self.binLabel = QLabel(AdjustPanel)
        self.binLabel.setObjectName(u"binLabel")
        self.binLabel.setTextFormat(Qt.TextFormat.PlainText)
        self.binLabel.setProperty(u"role", u"group")

        self.layout1.addWidget(self.binLabel)

        self.binBox = ChoiceBox(AdjustPanel)
        self.binBox.setObjectName(u"binBox")

        self.layout1.addWidget(self.binBox)

        self.reasonLabel = QLabel(AdjustPanel)
        self.reasonLabel.setObjectName(u"reasonLabel")
        self.reasonLabel.setTextFormat(Qt.TextFormat.PlainText)
        self.reasonLabel.setProperty(u"role", u"group")

        self.layout1.addWidget(self.reasonLabel)

        self.reasonBox = ChoiceBox(AdjustPanel)
        self.reasonBox.setObjectName(u"reasonBox")

        self.layout1.addWidget(self.reasonBox)

        self.quantityLabel = QLabel(AdjustPanel)
        self.quantityLabel.setObjectName(u"quantityLabel")
        self.quantityLabel.setTextFormat(Qt.TextFormat.PlainText)
        self.quantityLabel.setProperty(u"role", u"group")

        self.layout1.addWidget(self.quantityLabel)

        self.layout3 = QHBoxLayout()
        self.layout3.setSpacing(8)
        self.layout3.setObjectName(u"layout3")
        self.layout3.setContentsMargins(0, 0, 0, 0)
        self.quantityEdit = NumberEdit(AdjustPanel)
        self.quantityEdit.setObjectName(u"quantityEdit")
        self.quantityEdit.setMaximumSize(QSize(120, 16777215))

        self.layout3.addWidget(self.quantityEdit)

        self.resultLabel = QLabel(AdjustPanel)
        self.resultLabel.setObjectName(u"resultLabel")
        self.resultLabel.setTextFormat(Qt.TextFormat.PlainText)
        self.resultLabel.setProperty(u"role", u"third")
        self.resultLabel.setText(u"")

        self.layout3.addWidget(self.resultLabel)

        self.layout3.setStretch(1, 1)

        self.layout1.addLayout(self.layout3)

        self.noteLabel = QLabel(AdjustPanel)
        self.noteLabel.setObjectName(u"noteLabel")
        self.noteLabel.setTextFormat(Qt.TextFormat.PlainText)
        self.noteLabel.setProperty(u"role", u"group")

        self.layout1.addWidget(self.noteLabel)

        self.noteEdit = QLineEdit(AdjustPanel)
        self.noteEdit.setObjectName(u"noteEdit")

        self.layout1.addWidget(self.noteEdit)

        self.panelBanner = Banner(AdjustPanel)
        self.panelBanner.setObjectName(u"panelBanner")

        self.layout1.addWidget(self.panelBanner)

        self.layout4 = QHBoxLayout()
        self.layout4.setSpacing(8)
        self.layout4.setObjectName(u"layout4")
        self.layout4.setContentsMargins(0, 0, 0, 0)
        self.spacer2 = QSpacerItem(10, 1, QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)

        self.layout4.addItem(self.spacer2)

        self.cancelButton = QPushButton(AdjustPanel)
        self.cancelButton.setObjectName(u"cancelButton")

        self.layout4.addWidget(self.cancelButton)

        self.okButton = KeyButton(AdjustPanel)
        self.okButton.setObjectName(u"okButton")
        self.okButton.setProperty(u"primary", True)

        self.layout4.addWidget(self.okButton)


        self.layout1.addLayout(self.layout4)


        self.retranslateUi(AdjustPanel)

        QMetaObject.connectSlotsByName(AdjustPanel)
    # setupUi

    def retranslateUi(self, AdjustPanel):
        self.titleLabel.setText(QCoreApplication.translate("AdjustPanel", u"adjust.title", None))
        self.binLabel.setText(QCoreApplication.translate("AdjustPanel", u"adjust.bin", None))
        self.reasonLabel.setText(QCoreApplication.translate("AdjustPanel", u"adjust.reason", None))
        self.quantityLabel.setText(QCoreApplication.translate("AdjustPanel", u"adjust.quantity", None))
        self.noteLabel.setText(QCoreApplication.translate("AdjustPanel", u"adjust.note", None))
        self.noteEdit.setPlaceholderText(QCoreApplication.translate("AdjustPanel", u"adjust.note_hint", None))
        self.cancelButton.setText(QCoreApplication.translate("AdjustPanel", u"panel.cancel", None))
        pass
    # retranslateUi

